"""Packs a plugin by the description in plugins/sdk/BUNDLE.md alone: pack.py FOLDER LIBRARY PLATFORM OUT."""

import hashlib
import json
import pathlib
import sys
import zipfile
import zlib

folder, library, platform, out = sys.argv[1:]
OF_THE_PLUGIN = ["plugin.toml", "openapi.json", "samples.toml", "migrations", "locale", "assets"]


def deflated(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


top = pathlib.Path(folder)
files = [path for path in sorted(top.rglob("*")) if path.is_file()]
names = {path.relative_to(top).as_posix(): path for path in files}
parts = {name: path.read_bytes() for name, path in names.items() if name.split("/")[0] in OF_THE_PLUGIN}
parts[f"lib/{platform}/plugin.so"] = pathlib.Path(library).read_bytes()
lines = parts["plugin.toml"].decode().splitlines()
index = {"format": 1}
for member in ["id", "version", "contract"]:
    first = next(line for line in lines if line.startswith(f"{member} = "))
    index[member] = first.split('"')[1]
index["abi"] = "0.1"
index["parts"] = []
for name in sorted(parts):
    part = {"name": name, "size": len(parts[name]), "sha256": sha256(parts[name])}
    if not name.startswith("assets/"):
        part["packed"] = sha256(deflated(parts[name]))
    index["parts"].append(part)

with zipfile.ZipFile(pathlib.Path(out) / f"{index['id']}-{index['version']}.kplugin", "w") as archive:

    def add(name, data, method):
        info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.create_system, info.external_attr = 3, 0o100644 << 16
        info.compress_type = method
        archive.writestr(info, data)

    add("index.json", json.dumps(index), zipfile.ZIP_STORED)
    for part in index["parts"]:
        method = zipfile.ZIP_DEFLATED if "packed" in part else zipfile.ZIP_STORED
        add(part["name"], parts[part["name"]], method)
