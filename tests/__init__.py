"""Mirrors the packages; services/ and browser/ run against real servers and a real Chromium."""
