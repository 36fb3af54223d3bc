#pragma once

#include "llm/Overloaded.h"
#include "llm/Protocol.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lanyard {

// A conversation in neutral words. Strings are UTF-8 and unescaped; what is named ...Raw is JSON as it came.

enum class Role : std::uint8_t { System, Developer, User, Assistant, Tool };

/// A field that only one dialect knows ("cache_control"). It rides along and reappears where it is understood.
struct RawField
{
    std::string name;
    std::string raw;

    bool operator==(const RawField&) const = default;
};

/// Bytes that a message carries: by address, or as base64 with its media type ("image/png"; "" when not said).
struct MediaSource
{
    std::string url;
    std::string base64;
    std::string mediaType;

    bool isUrl() const { return !url.empty(); }
    bool operator==(const MediaSource&) const = default;
};

struct TextPart
{
    std::string text;
    bool operator==(const TextPart&) const = default;
};

struct ImagePart
{
    MediaSource source;
    std::string detail; ///< "low", "high", "auto" or ""
    bool operator==(const ImagePart&) const = default;
};

struct AudioPart
{
    MediaSource source;
    bool operator==(const AudioPart&) const = default;
};

struct FilePart
{
    MediaSource source;
    std::string name;
    std::string id; ///< of a file that the provider keeps; means nothing to another one
    bool operator==(const FilePart&) const = default;
};

/// The model wants a tool called. `arguments` is the text of a JSON object, as the model wrote it.
struct ToolCallPart
{
    std::string id;
    std::string name;
    std::string arguments;
    std::string space;      ///< the namespace that the tool stands in; "" mostly
    std::string signature;  ///< opaque, like a reasoning part's (Gemini puts it beside the call)
    std::optional<Protocol> signedBy;
    bool operator==(const ToolCallPart&) const = default;
};

/// What the model thought. Text may be a summary or absent; the signature is opaque and is only given back to the
/// protocol that it came from.
struct ReasoningPart
{
    std::string text;
    std::string signature;
    std::string id;           ///< Responses: the item's
    bool redacted = false;    ///< only the signature, no text
    std::optional<Protocol> signedBy;
    bool operator==(const ReasoningPart&) const = default;
};

struct RefusalPart
{
    std::string text;
    bool operator==(const RefusalPart&) const = default;
};

struct Part;

/// What a tool answered, in the message that follows the call.
struct ToolResultPart
{
    std::string callId;
    std::string name; ///< of the tool; may be empty where the dialect does not say it
    std::vector<Part> content;
    bool isError = false;
    bool operator==(const ToolResultPart&) const;
};

struct Part
{
    std::variant<TextPart, ImagePart, AudioPart, FilePart, ToolCallPart, ToolResultPart, ReasoningPart, RefusalPart> value;
    std::vector<RawField> extras;

    bool operator==(const Part&) const = default;
};

inline bool ToolResultPart::operator==(const ToolResultPart& other) const
{
    return callId == other.callId && name == other.name && content == other.content && isError == other.isError;
}

struct Message
{
    Role role = Role::User;
    std::vector<Part> parts;
    std::string name; ///< of the participant; mostly empty

    bool operator==(const Message&) const = default;
};

/// The text parts of a list, joined by `between`.
std::string textOf(const std::vector<Part>& parts, std::string_view between = {});

} // namespace lanyard
