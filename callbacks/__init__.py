"""What happens on a touch: one module an interaction, each with `register(app, ...)`."""
