"""Bytes and strings in, values out: no clock, disk, network, log or framework in this room."""
