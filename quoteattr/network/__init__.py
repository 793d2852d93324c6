"""The neural network: one pass over a text, read by several heads."""
