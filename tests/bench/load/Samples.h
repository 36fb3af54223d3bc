#pragma once

#include "net/EventLoop.h"

#include <algorithm>
#include <vector>

namespace lanyard::bench {

/// Every measured time; exact, because a run has at most some hundred thousand.
class Samples
{
public:
    void add(Nanos value) { m_values.push_back(value); }
    std::size_t count() const { return m_values.size(); }

    /// The value that `share` (0 to 1) of all stay at or below; 0 without any.
    Nanos quantile(double share)
    {
        if (m_values.empty())
            return 0;
        const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(m_values.size() - 1));
        std::nth_element(m_values.begin(), m_values.begin() + rank, m_values.end());
        return m_values[static_cast<std::size_t>(rank)];
    }

private:
    std::vector<Nanos> m_values;
};

} // namespace lanyard::bench
