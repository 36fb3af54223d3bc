#pragma once

#include "base/Error.h"

#include <QJsonObject>

namespace lanyard {

/// JSON-RPC's own numbers for frames that no method ever saw.
inline constexpr int kRpcParseError = -32700;
inline constexpr int kRpcInvalidRequest = -32600;

/// Shape: {"code": -32004, "message": "...", "data": {"name": "not_found", "detail": "..."}}. Scripts match on the name.
QJsonObject errorToJson(const Error& error);
/// What cannot be understood becomes Internal with whatever text there was.
Error errorFromJson(const QJsonObject& json);

} // namespace lanyard
