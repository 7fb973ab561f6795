"""Judges sentence splitters on hard cases that were cut by hand."""
