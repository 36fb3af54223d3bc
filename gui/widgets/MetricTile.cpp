#include "gui/widgets/MetricTile.h"

#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QVBoxLayout>

namespace lanyard {

MetricTile::MetricTile(const QString& label, QWidget* parent)
    : QWidget(parent), m_label(label), m_value(new TextLabel(TextLabel::Voice::Number))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(Theme::kTight / 2);
    layout->addWidget(new TextLabel(TextLabel::Voice::Small, label));
    layout->addWidget(m_value);
    setValue(QString());
}

void MetricTile::setValue(const QString& value)
{
    m_value->setText(value.isEmpty() ? QStringLiteral("\u2013") : value); // an en dash: not known
    m_value->setAccessibleName(m_label + QStringLiteral(": ") + m_value->text());
}

QString MetricTile::value() const
{
    return m_value->text();
}

} // namespace lanyard
