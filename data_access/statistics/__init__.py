"""Statistics: figures that systems report by area and period, declared in a catalogue of metrics."""
