#include "gateway/RequestId.h"

#include <QUuid>

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kLongestRequestId = 128;

bool isUsable(std::string_view id)
{
    return !id.empty() && id.size() <= kLongestRequestId && std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

} // namespace

std::string requestIdFor(const HttpHeaders& headers)
{
    if (const auto id = headers.find("x-request-id"); id && isUsable(*id))
        return std::string(*id);
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

} // namespace lanyard
