"""Calls the hub as a member, with nothing but grpcio: member.py HOST:PORT FOLDER.

FOLDER holds certificate.pem, key.pem and root.pem, as xhub enrol writes them. Prints the name of the network.
"""
import pathlib
import sys

import grpc

address, folder = sys.argv[1], pathlib.Path(sys.argv[2])
credentials = grpc.ssl_channel_credentials(
    root_certificates=(folder / "root.pem").read_bytes(),
    private_key=(folder / "key.pem").read_bytes(),
    certificate_chain=(folder / "certificate.pem").read_bytes(),
)
with grpc.secure_channel(address, credentials) as channel:
    # Without generated code: an empty request is no bytes, and field 1 of the answer is the name.
    ask = channel.unary_unary("/exchangehub.registry.v1.RegistryService/GetNetwork")
    answer = ask(b"", timeout=20)
print(answer[2 : 2 + answer[1]].decode("utf-8"))
