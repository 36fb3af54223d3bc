#pragma once

#include "app/ProviderCheck.h"
#include "protocol/messages/ProviderMessages.h"

#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Looks for model servers on their usual ports of this machine: who answers with a list of models is one.
///
/// Lives in: main. Asks loopback addresses only, and only when the owner wants it.
class LocalServers
{
public:
    using Done = std::function<void(Result<DiscoverResult>)>;

    /// Where each preset (see ProviderPresets) usually answers.
    struct Place
    {
        std::string_view preset;
        std::string baseUrl; ///< "" = the preset's own
    };
    static std::vector<Place> usualPlaces();

    /// `check` and `snapshots` outlive this.
    LocalServers(ProviderCheck& check, const SnapshotHub& snapshots, std::vector<Place> places = usualPlaces())
        : m_check(check), m_snapshots(snapshots), m_places(std::move(places))
    {
    }

    void find(Done done);

private:
    ProviderCheck& m_check;
    const SnapshotHub& m_snapshots;
    std::vector<Place> m_places;
};

} // namespace lanyard
