#pragma once

#include "admin/AdminServices.h"
#include "admin/Answer.h"

namespace lanyard {

// Every changing method is one ConfigChange: parameters have the declarative file's own field names, so their JSON is
// put where the file would have it.

using ChangeAnswer = Answer<ChangeResult>;

/// {"providers": [object]}
ConfigChange objectChange(const QString& section, const QJsonObject& object, ConfigChange::Expect expect);
/// {"providers": [{"name": parent, "credentials": [object]}]}
ConfigChange childChange(const QString& section, const QString& parent, const QString& list, const QJsonObject& object,
                         ConfigChange::Expect expect);
ConfigChange removal(ObjectKind kind, const QString& name, const QString& parent = {});

/// {"name": name, field: value}
QJsonObject namedField(const QString& name, const QString& field, const QJsonValue& value);
/// `object` without one of its fields: the parent of a child is said by where it stands.
QJsonObject without(QJsonObject object, const QString& field);

/// Hands the change to the configuration and answers with what came of it.
void submit(AdminServices& services, ConfigChange change, ChangeAnswer answer);

ChangeResult changeResultFrom(const ChangeReport& report);

} // namespace lanyard
