"""Single cases: their names in an address, their whole story, what lies near them."""
