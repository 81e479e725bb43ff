"""Runs gRPC's interoperability cases with grpcio against a server.

client.py ADDRESS [FOLDER]: FOLDER holds ca.pem, client.pem and client.key for mutual TLS. Reads the names of cases from standard
input, a line each, and answers each with a line: "passed", or "failed: " and what was wrong. Ends with its input.
"""

import itertools
import os
import sys
import threading

import grpc

from messages import empty, messages, payload, service

SECONDS = 20
REQUEST_SIZES = (27182, 8, 1828, 45904)
RESPONSE_SIZES = (31415, 9, 2653, 58979)
ECHOED_HEADER = ("x-grpc-test-echo-initial", "test_initial_metadata_value")
ECHOED_TRAILER = ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab")


def expect(wanted, found):
    if wanted != found:
        raise AssertionError("expected %.100r, found %.100r" % (wanted, found))


def expect_failure(code, call, details=None):
    try:
        call()
    except grpc.RpcError as error:
        expect(code, error.code())
        if details is not None:
            expect(details, error.details())
    else:
        raise AssertionError("expected %s, found success" % code)


def ping(request, response):
    return messages.StreamingOutputCallRequest(
        response_parameters=[messages.ResponseParameters(size=response)], payload=payload(request))


def large():
    return messages.SimpleRequest(response_size=314159, payload=payload(271828))


class Turns:
    """Requests that are sent one at a time, each when it is let go: grpcio would send ahead."""

    def __init__(self, requests):
        self._requests = requests
        self._turns = threading.Semaphore(0)

    def let_go(self):
        self._turns.release()

    def __iter__(self):
        return self

    def __next__(self):
        if not self._turns.acquire(timeout=SECONDS):
            raise StopIteration
        return next(self._requests)


def empty_unary(channel, stub):
    expect(empty.Empty(), stub.EmptyCall(empty.Empty(), timeout=SECONDS))


def large_unary(channel, stub):
    expect(payload(314159), stub.UnaryCall(large(), timeout=SECONDS).payload)


def client_streaming(channel, stub):
    requests = (messages.StreamingInputCallRequest(payload=payload(size)) for size in REQUEST_SIZES)
    expect(74922, stub.StreamingInputCall(requests, timeout=SECONDS).aggregated_payload_size)


def server_streaming(channel, stub):
    request = messages.StreamingOutputCallRequest(
        response_parameters=[messages.ResponseParameters(size=size) for size in RESPONSE_SIZES])
    responses = stub.StreamingOutputCall(request, timeout=SECONDS)
    expect(list(RESPONSE_SIZES), [len(response.payload.body) for response in responses])


def ping_pong(channel, stub):
    turns = Turns(ping(*sizes) for sizes in zip(REQUEST_SIZES, RESPONSE_SIZES))
    responses = stub.FullDuplexCall(turns, timeout=SECONDS)
    for size in RESPONSE_SIZES:
        turns.let_go()
        expect(size, len(next(responses).payload.body))
    turns.let_go()
    expect([], list(responses))


def empty_stream(channel, stub):
    expect([], list(stub.FullDuplexCall(iter(()), timeout=SECONDS)))


def cancel_after_begin(channel, stub):
    turns = Turns(itertools.repeat(messages.StreamingInputCallRequest()))
    call = stub.StreamingInputCall.future(turns, timeout=SECONDS)
    call.cancel()
    expect(True, call.cancelled())
    expect(grpc.StatusCode.CANCELLED, call.code())
    turns.let_go()


def cancel_after_first_response(channel, stub):
    turns = Turns(itertools.repeat(ping(27182, 31415)))
    responses = stub.FullDuplexCall(turns, timeout=SECONDS)
    turns.let_go()
    expect(31415, len(next(responses).payload.body))
    responses.cancel()
    expect_failure(grpc.StatusCode.CANCELLED, lambda: next(responses))
    turns.let_go()


def timeout_on_sleeping_server(channel, stub):
    turns = Turns(itertools.repeat(messages.StreamingOutputCallRequest(payload=payload(27182))))
    turns.let_go()
    responses = stub.FullDuplexCall(turns, timeout=0.001)
    expect_failure(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: next(responses))
    turns.let_go()


def custom_metadata(channel, stub):
    sent = (ECHOED_HEADER, ECHOED_TRAILER)

    def expect_echo(call):
        expect(ECHOED_HEADER[1], dict(call.initial_metadata()).get(ECHOED_HEADER[0]))
        expect(ECHOED_TRAILER[1], dict(call.trailing_metadata()).get(ECHOED_TRAILER[0]))

    _, call = stub.UnaryCall.with_call(large(), metadata=sent, timeout=SECONDS)
    expect_echo(call)
    responses = stub.FullDuplexCall(iter([ping(271828, 314159)]), metadata=sent, timeout=SECONDS)
    expect([314159], [len(response.payload.body) for response in responses])
    expect_echo(responses)


def status_code_and_message(channel, stub):
    status = messages.EchoStatus(code=2, message="test status message")
    expect_failure(
        grpc.StatusCode.UNKNOWN,
        lambda: stub.UnaryCall(messages.SimpleRequest(response_status=status), timeout=SECONDS),
        status.message)
    expect_failure(
        grpc.StatusCode.UNKNOWN,
        lambda: list(stub.FullDuplexCall(
            iter([messages.StreamingOutputCallRequest(response_status=status)]), timeout=SECONDS)),
        status.message)


def special_status_message(channel, stub):
    status = messages.EchoStatus(
        code=2, message="\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n")
    expect_failure(
        grpc.StatusCode.UNKNOWN,
        lambda: stub.UnaryCall(messages.SimpleRequest(response_status=status), timeout=SECONDS),
        status.message)


def unimplemented_service(channel, stub):
    other = service.UnimplementedServiceStub(channel)
    expect_failure(
        grpc.StatusCode.UNIMPLEMENTED, lambda: other.UnimplementedCall(empty.Empty(), timeout=SECONDS))


def unimplemented_method(channel, stub):
    expect_failure(
        grpc.StatusCode.UNIMPLEMENTED, lambda: stub.UnimplementedCall(empty.Empty(), timeout=SECONDS))


CASES = {case.__name__: case for case in (
    empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream, cancel_after_begin,
    cancel_after_first_response, timeout_on_sleeping_server, custom_metadata, status_code_and_message,
    special_status_message, unimplemented_service, unimplemented_method)}


def connect(address, folder):
    if folder is None:
        return grpc.insecure_channel(address)

    def read(name):
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()

    return grpc.secure_channel(
        address, grpc.ssl_channel_credentials(read("ca.pem"), read("client.key"), read("client.pem")))


def main(address, folder=None):
    with connect(address, folder) as channel:
        stub = service.TestServiceStub(channel)
        for line in sys.stdin:
            try:
                CASES[line.strip()](channel, stub)
                answer = "passed"
            except Exception as error:  # whatever went wrong is the answer
                answer = "failed: %s %s" % (type(error).__name__, str(error).replace("\n", " "))
            print(answer, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
