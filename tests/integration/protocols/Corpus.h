#pragma once

#include "providers/ProviderAdapter.h"
#include "surfaces/Surface.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard::test {

/// tests/fixtures/protocols: the same conversations and answers in everybody's words.
std::vector<std::string> requestCases();
std::vector<std::string> answerCases();
/// Fails the running test when the file is missing: an empty cell.
std::string corpusFile(const std::string& path);

struct SurfaceEntry
{
    std::string name;
    const Surface* surface = nullptr;
};
/// Every chat surface once.
std::vector<SurfaceEntry> chatSurfaces();
const Surface& surfaceSpeaking(Protocol protocol);

struct ProviderEntry
{
    std::string name;
    ProviderKind kind = ProviderKind::OpenAi;
    Protocol protocol = Protocol::OpenAi; ///< the client's dialect that it speaks, too
    std::string model;                    ///< one that can think
    std::string streamEnding;             ///< of the corpus file
};
const std::vector<ProviderEntry>& chatProviders();
/// Those, and the ones whose protocol no client speaks.
const std::vector<ProviderEntry>& answeringProviders();
const ProviderEntry& providerSpeaking(Protocol protocol);

/// A case as that surface reads it.
ModelTask taskOf(const Surface& surface, const std::string& body, bool stream = false);

/// Calls `frame` with each whole frame of a stream that comes in the given pieces.
void feedFrames(StreamFraming framing, const std::vector<std::string_view>& pieces, const std::function<void(std::string_view, std::string_view)>& frame);

} // namespace lanyard::test
