#pragma once

#include <QByteArray>

#include <zlib.h>

namespace lanyard::test {

enum class Packing { Gzip = 15 + 16, Zlib = 15, Bare = -15 };

inline QByteArray packed(const QByteArray& plain, Packing packing)
{
    z_stream z{};
    deflateInit2(&z, 9, Z_DEFLATED, static_cast<int>(packing), 8, Z_DEFAULT_STRATEGY);
    QByteArray result(static_cast<qsizetype>(deflateBound(&z, static_cast<uLong>(plain.size()))) + 64, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.constData()));
    z.avail_in = static_cast<uInt>(plain.size());
    z.next_out = reinterpret_cast<Bytef*>(result.data());
    z.avail_out = static_cast<uInt>(result.size());
    deflate(&z, Z_FINISH);
    result.resize(static_cast<qsizetype>(z.total_out));
    deflateEnd(&z);
    return result;
}

} // namespace lanyard::test
