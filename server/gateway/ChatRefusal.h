#pragma once

#include "base/Error.h"
#include "config/Snapshot.h"
#include "surfaces/Surface.h"

#include <string>

namespace lanyard {

/// How a key's chats are told that they are refused.
ErrorStyle errorStyleFor(const ApiKeyConfig* key, const Snapshot& snapshot);

/// An error of ours as a chat answer, for clients whose users never get to see an error: whole and in the client's protocol,
/// said by the model that was asked. A stream's frames end with its terminal mark.
std::string chatRefusal(const Surface& surface, const ModelTask& task, const AnswerFacts& facts, const Error& error);

} // namespace lanyard
