#include "surfaces/TaskFields.h"

namespace lanyard {

Result<void> scanBody(std::string_view body, std::span<JsonMember> fields)
{
    if (!isValidUtf8(body))
        return Error{ErrorCode::InvalidArgument, "the body is not valid UTF-8; send JSON in UTF-8"};
    if (Result<void> scanned = scanJsonObject(body, fields); !scanned) {
        const std::string& why = scanned.error().message;
        return Error{ErrorCode::InvalidArgument, "the body is " + (why.starts_with("not valid") ? why : "ambiguous: " + why)};
    }
    return {};
}

bool isAbsentField(std::string_view raw)
{
    return raw.empty() || isJsonNull(raw);
}

Error wrongField(std::string_view field, std::string_view expected)
{
    return {ErrorCode::InvalidArgument, "\"" + std::string(field) + "\" must be " + std::string(expected)};
}

Result<void> takeModel(std::string_view raw, ModelTask& task)
{
    task.modelRaw = raw; // also a null, which stands where the name goes: a second "model" would be ambiguous
    if (isAbsentField(raw))
        return {};
    const auto model = jsonString(raw);
    if (!model)
        return wrongField("model", "a string, the name of a model");
    task.model = *model;
    return {};
}

Result<void> requireList(std::string_view name, std::string_view raw)
{
    if (isAbsentField(raw))
        return Error{ErrorCode::InvalidArgument, "\"" + std::string(name) + "\" is missing: send a list with at least one message"};
    if (raw.front() != '[')
        return wrongField(name, "a list of messages");
    if (raw.find_first_not_of(" \t\r\n", 1) == raw.size() - 1)
        return Error{ErrorCode::InvalidArgument, "\"" + std::string(name) + "\" is empty: send at least one message"};
    return {};
}

Result<void> takeFlag(std::string_view name, std::string_view raw, bool& flag)
{
    if (isAbsentField(raw))
        return {};
    const auto value = jsonBool(raw);
    if (!value)
        return wrongField(name, "true or false");
    flag = *value;
    return {};
}

Result<void> takeCount(std::string_view name, std::string_view raw, std::optional<std::uint64_t>& count)
{
    if (isAbsentField(raw))
        return {};
    count = jsonUnsigned(raw);
    if (!count)
        return wrongField(name, "a whole number, zero or more");
    return {};
}

} // namespace lanyard
