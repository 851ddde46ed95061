/* Text panels are patched as plain elements from the same component values that Dash would mount. A panel of a
   hundred components costs Dash's renderer over a hundred milliseconds to set again, and a wall is set again four
   times a second; patched in place it costs a few, and a focused link keeps its focus. Graphs, stores, selects and
   the map stay Dash's own. */
(function (gridscope) {
  'use strict';
  const ATTRIBUTES = { className: 'class', htmlFor: 'for', tabIndex: 'tabindex' };
  const PLAIN = new Set(['children', 'className', 'title', 'hidden', 'style', 'id', 'href', 'src', 'alt', 'role', 'tabIndex', 'htmlFor', 'lang']);

  const plainName = (name) => PLAIN.has(name) || name.startsWith('aria-') || name.startsWith('data-');
  const tagOf = (spec) => (spec.type === 'Link' ? 'a' : spec.type.toLowerCase());

  function known(spec) {
    if (spec === null || typeof spec !== 'object') return true;
    if (Array.isArray(spec)) return spec.every(known);
    const plain = spec.namespace === 'dash_html_components' || spec.type === 'Link';
    return plain && Object.keys(spec.props).every(plainName) && known(spec.props.children);
  }

  function flat(children) {
    const all = Array.isArray(children) ? children.flat(Infinity) : [children];
    return all.filter((child) => child !== null && child !== undefined && child !== false && child !== '');
  }

  function write(element, name, value) {
    const attribute = ATTRIBUTES[name] || name;
    if (name === 'style') {
      element.removeAttribute('style');
      for (const [rule, setting] of Object.entries(value || {})) {
        if (rule.startsWith('--')) element.style.setProperty(rule, setting);
        else element.style[rule] = setting;
      }
    } else if (value === null || value === undefined || value === false) {
      element.removeAttribute(attribute);
    } else if (element.getAttribute(attribute) !== String(value)) {
      const picture = name === 'src' && String(value).startsWith('data:');
      element.setAttribute(attribute, value === true ? '' : picture ? gridscope.theme.picture(element, value) : String(value));
    }
  }

  function dress(element, props) {
    const worn = element.gridscopeWorn || {};
    for (const name of Object.keys(worn)) if (!(name in props)) write(element, name, null);
    for (const [name, value] of Object.entries(props)) {
      if (name === 'children') continue;
      if (name !== 'style' || JSON.stringify(worn.style) !== JSON.stringify(value)) write(element, name, value);
    }
    element.gridscopeWorn = props;
  }

  function fits(node, spec) {
    if (typeof spec !== 'object') return node.nodeType === Node.TEXT_NODE;
    return node.nodeType === Node.ELEMENT_NODE && node.localName === tagOf(spec) && (node.id || '') === (spec.props.id || '');
  }

  /* Its text is written by age.js. */
  const counts = (spec) => 'data-since' in spec.props;

  function make(spec) {
    if (typeof spec !== 'object') return document.createTextNode(String(spec));
    const element = document.createElement(tagOf(spec));
    dress(element, spec.props);
    if (!counts(spec)) patch(element, spec.props.children);
    return element;
  }

  /* Makes the children of an element those of the specification, keeping every node that fits its place. */
  function patch(parent, children) {
    const wanted = flat(children);
    wanted.forEach((spec, place) => {
      const node = parent.childNodes[place];
      if (!node) {
        parent.appendChild(make(spec));
      } else if (!fits(node, spec)) {
        parent.replaceChild(make(spec), node);
      } else if (node.nodeType === Node.TEXT_NODE) {
        if (node.data !== String(spec)) node.data = String(spec);
      } else {
        dress(node, spec.props);
        if (!counts(spec)) patch(node, spec.props.children);
      }
    });
    while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
  }

  /* Sets the properties of a component if it is plain; false leaves them to Dash. */
  function set(id, props) {
    const element = document.getElementById(id);
    if (!element || !Object.keys(props).every(plainName) || !known(props.children)) return false;
    for (const [name, value] of Object.entries(props)) {
      if (name !== 'children') write(element, name, value);
    }
    if ('children' in props) {
      // What Dash mounted here was the skeleton of the first moment.
      if (!element.gridscopeOwn) element.textContent = '';
      element.gridscopeOwn = true;
      patch(element, props.children);
    }
    return true;
  }

  gridscope.dom = { set };
})(window.gridscope = window.gridscope || {});
