#include "BadRequests.h"

namespace lanyard::test {
namespace {

/// `lines` with '|' for a line's end.
QByteArray request(QByteArray lines, const QByteArray& body = {})
{
    return lines.replace('|', "\r\n") + "\r\n\r\n" + body;
}

QList<QByteArray> makeBadRequests()
{
    const QByteArray post = "POST /v1/chat/completions HTTP/1.1|Host: h|";
    const QByteArray smuggled = "GET /v1/models HTTP/1.1\r\nHost: h\r\n\r\n";
    return {
        request("GET / HTTP/1.1|Host: h|X: " + QByteArray(40'000, 'a')),
        request(post + "Content-Length: 268435456"),
        request(post + "Content-Length: 4|Transfer-Encoding: chunked", "0\r\n\r\n" + smuggled),
        request(post + "Transfer-Encoding: chunked|Content-Length: 4", "0\r\n\r\n" + smuggled),
        request(post + "Content-Length: 0|Content-Length: 0", smuggled),
        request(post + "Content-Length: -1", smuggled),
        request(post + "Content-Length: +3", "abc"),
        request(post + "Content-Length: 18446744073709551615"),
        request(post + "Transfer-Encoding: xchunkedx", smuggled),
        request(post + "Authorization: Bearer sk-lan-wrong|Content-Length: 2", "{}"),
        request("GET /v1/models HTTP/1.1|Host : h"),
        request("GET /v1/models HTTP/1.1|Host: h|X: a| b"),
        request("GET /v1/models HTTP/1.1"),
        request("GET /v1/models HTTP/1.1|Host: h|Host: i"),
        request("GET /v1/models HTTP/9.9|Host: h"),
        request("GET /nowhere HTTP/1.1|Host: h"),
        QByteArray::fromHex("16030100c8010000c403035342") + QByteArray(300, '\0'),
        request("hello"),
    };
}

} // namespace

const QList<QByteArray>& badRequests()
{
    static const QList<QByteArray> kRequests = makeBadRequests();
    return kRequests;
}

} // namespace lanyard::test
