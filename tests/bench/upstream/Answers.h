#pragma once

#include "net/EventLoop.h"

#include <cstdint>
#include <string>

namespace lanyard::bench {

/// Tokens that an answer bills. They differ from answer to answer, so that a sum tells whether one was lost.
struct BilledTokens
{
    std::uint64_t prompt = 0;
    std::uint64_t completion = 0;
};

BilledTokens tokensOf(std::uint64_t answerNumber);

/// OpenAI's chat answers on the wire. Source: API reference, "Chat Completions", November 2026.
/// Each appends to `out`, HTTP framing included.
void appendPlainAnswer(std::string& out, std::uint64_t textBytes, BilledTokens tokens);
void appendStreamHead(std::string& out);
/// Carries the time of the writer's clock as `t=<19 digits>`: whoever reads it knows how long the chunk travelled.
void appendStreamChunk(std::string& out, Nanos sentAt, std::uint64_t paddingBytes);
/// Finish reason, usage, [DONE].
void appendStreamEnd(std::string& out, BilledTokens tokens);

} // namespace lanyard::bench
