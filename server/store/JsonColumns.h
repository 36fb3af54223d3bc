#pragma once

#include "config/Configuration.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanyard {

// Short lists that are read and written whole stand in one column as a JSON array.

std::string toJson(const std::vector<std::string>& list);
std::vector<std::string> listFromJson(std::string_view json);

/// Shape: [[name, value], ...]: an object would lose the order.
std::string toJson(const std::vector<std::pair<std::string, std::string>>& pairs);
std::vector<std::pair<std::string, std::string>> pairsFromJson(std::string_view json);

/// Shape: [[glob, rpm, tpm, rpd, tpr, concurrency], ...], null = not limited.
std::string toJson(const std::vector<ModelLimits>& rules);
std::vector<ModelLimits> modelLimitsFromJson(std::string_view json);

/// Shape: [[above, input, output, cached_input, cache_write_5m, cache_write_1h, reasoning, audio_input, audio_output], ...]
std::string toJson(const std::vector<PriceTier>& tiers);
std::vector<PriceTier> priceTiersFromJson(std::string_view json);

/// A whole price. Shape: {"input": nano, ..., "tiers": as above}; what is absent is not set. Dated changes:
/// [{"effective": ms, ...}, ...]
std::string toJson(const Price& price);
Price priceFromJson(std::string_view json);
std::string toJson(const std::vector<DatedPrice>& changes);
std::vector<DatedPrice> priceChangesFromJson(std::string_view json);

} // namespace lanyard
