"""How a record becomes public and stops being so: who may do what, four eyes, days set ahead."""
