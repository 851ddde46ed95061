/* The sound of a wall that a warning takes over: two tones, three times, not loud, made here. */
(function (gridscope) {
  'use strict';
  const TONES = [784, 587];
  const STEP = 0.32;
  const TIMES = 3;
  const LOUD = 0.18;
  let context = null;

  gridscope.alarm = {
    /* Whether it can be heard: a browser may forbid it until somebody touches the page (docs/walls.md). */
    sound() {
      context = context || new AudioContext();
      if (context.state !== 'running') {
        context.resume();
        if (context.state !== 'running') return false;
      }
      for (let place = 0; place < TIMES * TONES.length; place += 1) {
        const at = context.currentTime + place * STEP + Math.floor(place / TONES.length) * STEP;
        const tone = new OscillatorNode(context, { frequency: TONES[place % TONES.length] });
        const level = new GainNode(context, { gain: 0 });
        level.gain.setValueAtTime(0, at);
        level.gain.linearRampToValueAtTime(LOUD, at + 0.02);
        level.gain.linearRampToValueAtTime(0, at + STEP);
        tone.connect(level).connect(context.destination);
        tone.start(at);
        tone.stop(at + STEP);
      }
      return true;
    },
  };
})(window.gridscope = window.gridscope || {});
