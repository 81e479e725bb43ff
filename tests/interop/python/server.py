"""Offers gRPC's interoperability service with grpcio on a free port of the loopback address.

Prints the port on a line of its own, and ends when standard input does.
"""

import sys
import time
from concurrent import futures

import grpc

from messages import empty, messages, payload, service

ECHOED_HEADER = "x-grpc-test-echo-initial"
ECHOED_TRAILER = "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}


def echo_metadata(context):
    received = dict(context.invocation_metadata())
    if ECHOED_HEADER in received:
        context.send_initial_metadata(((ECHOED_HEADER, received[ECHOED_HEADER]),))
    if ECHOED_TRAILER in received:
        context.set_trailing_metadata(((ECHOED_TRAILER, received[ECHOED_TRAILER]),))


def abort_if_asked(request, context):
    if request.HasField("response_status") and request.response_status.code != 0:
        context.abort(CODES[request.response_status.code], request.response_status.message)


class TestService(service.TestServiceServicer):
    def EmptyCall(self, request, context):
        return empty.Empty()

    def UnaryCall(self, request, context):
        if request.response_compressed.value:
            context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        abort_if_asked(request, context)
        return messages.SimpleResponse(payload=payload(request.response_size))

    def StreamingOutputCall(self, request, context):
        if any(wanted.compressed.value for wanted in request.response_parameters):
            context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        yield from self._responses(request, context)

    def StreamingInputCall(self, requests, context):
        echo_metadata(context)
        return messages.StreamingInputCallResponse(
            aggregated_payload_size=sum(len(request.payload.body) for request in requests))

    def FullDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in requests:
            abort_if_asked(request, context)
            yield from self._responses(request, context)

    @staticmethod
    def _responses(request, context):
        for wanted in request.response_parameters:
            time.sleep(wanted.interval_us / 1_000_000)
            if not wanted.compressed.value:
                context.disable_next_message_compression()
            yield messages.StreamingOutputCallResponse(payload=payload(wanted.size))


def main():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    service.add_TestServiceServicer_to_server(TestService(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(grace=None).wait()


if __name__ == "__main__":
    main()
