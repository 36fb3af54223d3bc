#pragma once

#include "llm/ProducedText.h"
#include "llm/Usage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

class Tokenizer;

/// An answer whose provider did not report its usage, or not all of it: everything that is needed to count it.
struct UncountedAnswer
{
    std::string model;       ///< as the provider knows it
    std::string_view prompt; ///< the request's body
    std::shared_ptr<const void> promptOwner;
    ProducedText produced;         ///< of a stream
    std::string body;              ///< a plain answer
    std::uint64_t textBytes = 0;   ///< length of the produced text, also where the text was not kept
    std::optional<Usage> reported; ///< before the stream broke off: what came after it is still to be counted

    std::size_t bytes() const { return prompt.size() + produced.text().size() + body.size(); }
};

/// Counted with the model's own tokenizer where it is published, and then `Counted`; else with the nearest, or where
/// there is nothing to count by bytes: `Estimated`. Thoughts that a provider keeps to itself cannot be counted.
/// Takes as long as the texts are; the first call for an encoding also unpacks its vocabulary.
Usage countedUsage(const UncountedAnswer& answer);

/// Whether countedUsage() can be called where nothing may block: at most 64 KiB, and the vocabulary is there.
bool isQuicklyCounted(const UncountedAnswer& answer);

} // namespace lanyard
