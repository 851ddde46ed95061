"""The synthetic district and the simulator that fills it: nothing here is real."""
