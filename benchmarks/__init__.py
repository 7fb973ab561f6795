"""Measurements of quality and speed; none of them is a test."""
