#include "store/ConfigTables.h"

#include "store/ConfigLoader.h"
#include "store/ConfigSaver.h"

namespace lanyard {

Result<LoadedConfiguration> ConfigTables::load()
{
    return ConfigLoader(m_database, m_vault).load();
}

Result<void> ConfigTables::save(const Configuration& before, const Configuration& after)
{
    return ConfigSaver(m_database, m_vault, m_clock.wall(), before, after).save();
}

} // namespace lanyard
