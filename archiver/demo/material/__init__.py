"""The words of the sample newspaper: invented people and events at places that exist. Vietnamese on purpose."""
