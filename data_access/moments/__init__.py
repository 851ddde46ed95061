"""Moments: named instants and spans that are shown on every axis of time, such as the start of a policy or a storm."""
