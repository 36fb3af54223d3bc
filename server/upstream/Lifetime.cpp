#include "upstream/Lifetime.h"

namespace lanyard {

// Not inline: g++ 14 would take the address that is kept while this stands for one that is kept for ever.
Lifetime::Watch::Watch(Lifetime& lifetime) : m_lifetime(lifetime), m_outer(lifetime.m_innermost)
{
    lifetime.m_innermost = this;
}

} // namespace lanyard
