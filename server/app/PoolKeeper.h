#pragma once

#include "keypool/KeyPool.h"
#include "store/StoreService.h"

#include <QTimer>

namespace lanyard {

/// Carries what the pool must remember over a restart to the store, about once a second while it changes. A killed process
/// forgets the last second of it.
///
/// Lives in: main.
class PoolKeeper
{
public:
    /// Gives the pool back what the last run left.
    PoolKeeper(KeyPool& pool, StoreService& store);
    /// Now, if something changed; also the last thing before the store stops.
    void keep();

private:
    KeyPool& m_pool;
    StoreService& m_store;
    PoolMemory m_kept;
    QTimer m_timer;
};

} // namespace lanyard
