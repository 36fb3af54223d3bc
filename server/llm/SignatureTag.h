#pragma once

#include "llm/Protocol.h"

#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

// Opaque signatures only mean something to the protocol that made them. A client of another dialect is given them with
// their origin in front, in the place where its dialect keeps its own, and sends them back untouched.

/// "lanyard.gemini.<signature>"; the signature as it is when `origin` is the client's own protocol.
std::string taggedSignature(std::string_view signature, std::optional<Protocol> origin, Protocol client);

struct OriginalSignature
{
    std::string signature;
    Protocol origin;
};
/// The other way round; what carries no tag is the client's own.
OriginalSignature untaggedSignature(std::string_view text, Protocol client);

} // namespace lanyard
