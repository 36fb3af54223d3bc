#include "app/PoolKeeper.h"

namespace lanyard {
namespace {

constexpr std::chrono::milliseconds kEvery{1'000};

} // namespace

PoolKeeper::PoolKeeper(KeyPool& pool, StoreService& store) : m_pool(pool), m_store(store), m_kept(store.poolMemory())
{
    m_pool.restore(m_kept);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { keep(); });
    m_timer.start(kEvery);
}

void PoolKeeper::keep()
{
    PoolMemory now = m_pool.memory();
    if (now == m_kept)
        return;
    m_store.savePoolMemory(now);
    m_kept = std::move(now);
}

} // namespace lanyard
