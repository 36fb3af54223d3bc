#pragma once

#include "config/Price.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lanyard {

struct CatalogueRow
{
    std::string service; ///< "openai"
    std::string model;   ///< the service's own name for it
    Price price;
    std::string source;  ///< address of the service's price page
    std::string asOf;    ///< date of the figures
};

/// The prices that are shipped, see resources/prices. Immutable after its first use. Any thread.
class PriceCatalogue
{
public:
    static const PriceCatalogue& shipped();
    /// From the file's text; empty when it is not one.
    explicit PriceCatalogue(std::string_view json);

    const std::vector<CatalogueRow>& rows() const { return m_rows; }
    /// By the host in the provider's base URL and the provider's own name for the model. Null when it is not listed.
    const CatalogueRow* find(std::string_view baseUrl, std::string_view upstreamModel) const;

private:
    struct Service
    {
        std::string id;
        std::vector<std::string> hosts;
        std::unordered_map<std::string, std::size_t> names;                   ///< whole names -> row
        std::vector<std::pair<std::string, std::size_t>> beginnings;          ///< longest first
    };
    const Service* serviceAt(std::string_view host) const;

    std::vector<CatalogueRow> m_rows;
    std::vector<Service> m_services;
};

struct Configuration;
struct ModelConfig;
/// The shipped price of the model's first route that has one; null where there is none, or the owner does not want them.
const CatalogueRow* cataloguePriceOf(const Configuration& configuration, const ModelConfig& model);

} // namespace lanyard
