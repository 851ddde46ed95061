"""Events: the message contract and the fold from transitions to states."""
