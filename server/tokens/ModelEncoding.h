#pragma once

#include "tokens/Tokenizer.h"

#include <string>
#include <string_view>

namespace lanyard {

/// How a model cuts text, as far as it is published.
struct ModelEncoding
{
    Encoding encoding = Encoding::O200k;
    bool exact = false; ///< the model's own; else the nearest that we have, and counts are estimates

    bool operator==(const ModelEncoding&) const = default;
};

/// By the name that the provider knows the model by. Vendor prefixes ("openai/"), "ft:" and dates do not matter.
/// Source: tiktoken/model.py of github.com/openai/tiktoken (MODEL_TO_ENCODING, MODEL_PREFIX_TO_ENCODING), 2026-11.
ModelEncoding encodingOf(std::string_view model);

/// `model` without vendor prefix and "ft:", in lower case: what the tables of model families begin with.
std::string familyName(std::string_view model);

/// Whether `name` is `family` or a member of it: "gpt-4" has "gpt-4-turbo", not "gpt-4o" nor "gpt-4.1". A family that
/// ends with a dot has all that begin so.
bool isOfFamily(std::string_view name, std::string_view family);

} // namespace lanyard
