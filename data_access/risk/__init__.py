"""The mathematics of risk: pure functions over arrays, and the gathering of what they are asked about."""
