"""gRPC's interoperability service for Python, generated from Debian's own copy of its .proto files when it is imported."""

import importlib
import os
import shutil
import subprocess
import tempfile

import grpc

PROTOS = "/usr/share/grpc-proto"


def _generate():
    plugin = shutil.which("grpc_python_plugin")
    if plugin is None or shutil.which("protoc") is None or not os.path.isdir(PROTOS):
        raise SystemExit("protoc, grpc_python_plugin or %s is missing" % PROTOS)
    with tempfile.TemporaryDirectory(prefix="interop-") as folder:
        subprocess.run(
            ["protoc", "-I" + PROTOS, "--python_out=" + folder, "--grpc_out=" + folder,
             "--plugin=protoc-gen-grpc=" + plugin]
            + ["grpc/testing/%s.proto" % name for name in ("empty", "messages", "test")],
            check=True)

        # The generated modules live in the package grpc.testing, so the installed package grpc must look there too.
        grpc.__path__.append(os.path.join(folder, "grpc"))
        return [importlib.import_module("grpc.testing." + name)
                for name in ("empty_pb2", "messages_pb2", "test_pb2_grpc")]


empty, messages, service = _generate()


def payload(size):
    return messages.Payload(body=b"\0" * size)
