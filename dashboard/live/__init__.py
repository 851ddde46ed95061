"""Live push: panels rendered once per view, sent to everyone who looks at it."""
