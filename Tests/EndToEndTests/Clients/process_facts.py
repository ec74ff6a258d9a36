"""What the kernel tells of a service's process."""

import os


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * 4096


def descriptors(pid):
    """How many files and connections are open; timers and the like come once and stay."""
    found = 0
    for entry in os.scandir(f"/proc/{pid}/fd"):
        try:
            found += not os.readlink(entry.path).startswith("anon_inode:")
        except FileNotFoundError:
            pass
    return found


def has_ended(pid):
    """Whether a process has ended, though nobody has asked how yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True
