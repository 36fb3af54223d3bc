#include "llm/Base64.h"

#include <QByteArray>

namespace lanyard {

std::optional<std::string> base64Decoded(std::string_view text)
{
    std::string compact;
    compact.reserve(text.size());
    for (const char c : text) {
        if (c != '\n' && c != '\r')
            compact += c;
    }
    const auto result = QByteArray::fromBase64Encoding(QByteArray::fromRawData(compact.data(), static_cast<qsizetype>(compact.size())),
                                                       QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!result)
        return std::nullopt;
    return (*result).toStdString();
}

std::string base64Encoded(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64().toStdString();
}

} // namespace lanyard
