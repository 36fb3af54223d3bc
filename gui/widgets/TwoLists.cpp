#include "gui/widgets/TwoLists.h"

#include "gui/widgets/Card.h"
#include "gui/widgets/CopyField.h"
#include "gui/widgets/DataTable.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QVBoxLayout>

namespace lanyard {
namespace {

Card* cardAround(DataTable* table)
{
    auto* card = new Card;
    card->content()->setContentsMargins(Theme::kSmall, Theme::kTight, Theme::kSmall, Theme::kSmall);
    card->content()->addWidget(table, 1);
    return card;
}

} // namespace

TwoLists::TwoLists(DataTable* upper, DataTable* lower, QWidget* parent)
    : QSplitter(Qt::Vertical, parent),
      m_lower(lower),
      m_heading(new TextLabel(TextLabel::Voice::Section)),
      m_emptyText(new TextLabel(TextLabel::Voice::Quiet)),
      m_emptyCommand(
          new CopyField(tr("Command", "accessible name of a command line that can be copied"), tr("Copy the command"))),
      m_empty(new QWidget)
{
    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->setContentsMargins(Theme::kSmall, 0, Theme::kSmall, 0);
    emptyLayout->setSpacing(Theme::kSmall);
    emptyLayout->addWidget(m_emptyText);
    emptyLayout->addWidget(m_emptyCommand);
    emptyLayout->addStretch(1);

    Card* lowerCard = cardAround(lower);
    m_heading->setContentsMargins(Theme::kSmall, Theme::kSmall, 0, 0);
    lowerCard->content()->insertWidget(0, m_heading);
    lowerCard->content()->addWidget(m_empty, 1);
    addWidget(cardAround(upper));
    addWidget(lowerCard);
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    setChildrenCollapsible(false);
    setHandleWidth(Theme::kMedium);
    showLowerTable();
}

void TwoLists::setLowerHeading(const QString& heading)
{
    m_heading->setText(heading);
}

void TwoLists::showLowerEmpty(const QString& text, const QString& command)
{
    m_emptyText->setText(text);
    m_emptyCommand->setText(command);
    m_lower->hide();
    m_empty->show();
}

void TwoLists::showLowerTable()
{
    m_empty->hide();
    m_lower->show();
}

} // namespace lanyard
