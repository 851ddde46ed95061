"""What is known: areas, events, their store and the numbers made of them. Knows nothing of Dash."""
