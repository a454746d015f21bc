#!/usr/bin/env python3
"""embed-java-options.py MODULES OPTION...: makes options part of a Java runtime.

A JVM takes the resource /java.base/jdk/internal/vm/options of its lib/modules as if it stood in front of its command line. It is
what `jlink --add-options` writes; jlink itself cannot be used, as it wants the modules of the very release that is to be
changed. The other ways reach child JVMs only when everyone who starts one takes part (command line), or print a line
on standard error at each start (JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS).

lib/modules is a jimage file: a header, a perfect hash table over the full names of all resources, their locations, the strings that
the locations refer to, and the contents. Adding a name means a new table; contents stay as they are, the new one comes last.
The layout is that of OpenJDK's src/java.base/share/native/libjimage/imageFile.hpp.
"""

import os
import struct
import sys

MAGIC, VERSION = 0xCAFEDADA, 1 << 16
HEADER = struct.Struct("<7I")  # magic, version, flags, resources, table length, bytes of locations, bytes of strings
SEED = 0x01000193
END, MODULE, PARENT, BASE, EXTENSION, OFFSET, COMPRESSED, UNCOMPRESSED = range(8)
MODULE_NAME, PARENT_NAME, BASE_NAME = b"java.base", b"jdk/internal/vm", b"options"
NAME = b"/" + MODULE_NAME + b"/" + PARENT_NAME + b"/" + BASE_NAME


def hash_of(name, seed=SEED):
    for byte in name:
        seed = (seed * SEED & 0xFFFFFFFF) ^ byte
    return seed & 0x7FFFFFFF


def attributes_at(locations, position):
    """One location: bytes of kind and length, each with a big-endian value, up to a kind of END."""
    attributes = [0] * 8
    while locations[position] >> 3 != END:
        kind, length = locations[position] >> 3, (locations[position] & 7) + 1
        attributes[kind] = int.from_bytes(locations[position + 1 : position + 1 + length], "big")
        position += 1 + length
    return attributes


def encoded(attributes):
    result = bytearray()
    for kind, value in enumerate(attributes):
        if value:
            length = (value.bit_length() + 7) // 8
            result.append(kind << 3 | length - 1)
            result += value.to_bytes(length, "big")
    result.append(END << 3)
    return bytes(result)


def full_name(strings, attributes):
    def text(kind):
        start = attributes[kind]
        return strings[start : strings.index(0, start)]

    name = b"/" + text(MODULE) + b"/" if attributes[MODULE] else b""
    if attributes[PARENT]:
        name += text(PARENT) + b"/"
    name += text(BASE)
    if attributes[EXTENSION]:
        name += b"." + text(EXTENSION)
    return name


def perfect_table(names):
    """For each hash the second seed of the names that share it, or -1 - slot where there is one name only."""
    length = len(names)
    buckets = [[] for _ in range(length)]
    for index, name in enumerate(names):
        buckets[hash_of(name) % length].append(index)
    redirect, slots = [0] * length, [None] * length
    crowded_first = sorted(range(length), key=lambda number: -len(buckets[number]))
    free = iter(range(length))
    for number in crowded_first:
        bucket = buckets[number]
        if len(bucket) > 1:
            seed = 1
            while True:
                wanted = {hash_of(names[index], seed) % length for index in bucket}
                if len(wanted) == len(bucket) and all(slots[slot] is None for slot in wanted):
                    break
                seed += 1
            redirect[number] = seed
            for index in bucket:
                slots[hash_of(names[index], seed) % length] = index
        elif bucket:
            slot = next(slot for slot in free if slots[slot] is None)
            redirect[number] = -1 - slot
            slots[slot] = bucket[0]
    return redirect, slots


def embed(image, content):
    magic, version, flags, resources, length, location_bytes, string_bytes = HEADER.unpack_from(image)
    if magic != MAGIC or version != VERSION:
        raise SystemExit("embed-java-options: not a jimage file of version 1.0")
    position = HEADER.size + 4 * length  # the old redirections are not needed
    offsets = struct.unpack_from(f"<{length}I", image, position)
    position += 4 * length
    locations = image[position : position + location_bytes]
    position += location_bytes
    strings = image[position : position + string_bytes]
    contents = image[position + string_bytes :]

    entries = [attributes_at(locations, offset) for offset in offsets]
    names = [full_name(strings, entry) for entry in entries]
    if NAME in names:
        raise SystemExit("embed-java-options: this runtime has options already")
    added = [0] * 8
    for kind, text in ((MODULE, MODULE_NAME), (PARENT, PARENT_NAME), (BASE, BASE_NAME)):
        added[kind] = len(strings)
        strings += text + b"\0"
    added[OFFSET], added[UNCOMPRESSED] = len(contents), len(content)
    entries.append(added)
    names.append(NAME)

    redirect, slots = perfect_table(names)
    table, packed = [], bytearray(encoded([]))  # readers take location 0 for none
    for index in slots:
        table.append(len(packed))
        packed += encoded(entries[index])
    count = len(names)
    header = HEADER.pack(magic, version, flags, resources + 1, count, len(packed), len(strings))
    return b"".join(
        (header, struct.pack(f"<{count}i", *redirect), struct.pack(f"<{count}I", *table), packed, strings, contents, content)
    )


def main(path, options):
    with open(path, "rb") as file:
        image = file.read()
    changed = embed(image, " ".join(options).encode("ascii"))
    with open(path + ".new", "wb") as file:
        file.write(changed)
    os.replace(path + ".new", path)


if len(sys.argv) < 3:
    raise SystemExit("usage: embed-java-options.py MODULES OPTION...")
main(sys.argv[1], sys.argv[2:])
