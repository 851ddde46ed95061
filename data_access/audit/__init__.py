"""The audit: who exported what or opened a single event, when, from where, and with what result."""
