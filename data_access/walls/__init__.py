"""Walls: what each shows and when, what the desk orders, what takes a wall over."""
