#pragma once

#include "routing/Router.h"

namespace lanyard {

/// A name's meaning before any strategy: the candidates that are switched on, in the order of the file.
/// Errors as Router::resolve().
Result<Resolution> resolveName(const Snapshot& snapshot, const Identity& identity, std::string_view requested);

/// The routes of `model` that are switched on and whose provider is, in the order of the file.
std::vector<Candidate> usableRoutes(const Snapshot& snapshot, const ModelConfig& model, std::string_view requested);

inline constexpr std::string_view kAutoModel = "auto";

} // namespace lanyard
