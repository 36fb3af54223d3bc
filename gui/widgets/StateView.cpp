#include "gui/widgets/StateView.h"

#include "gui/widgets/CopyField.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace lanyard {
namespace {

constexpr int kGlyphSize = 44;
constexpr int kTextWidth = 560;

/// A long path has no place to break; a space of no width behind each slash is one.
QString breakable(QString text)
{
    return text.replace(u'/', QStringLiteral("/\u200b"));
}

TextLabel* centredLabel(TextLabel::Voice voice)
{
    auto* label = new TextLabel(voice);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    label->setFixedWidth(kTextWidth);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::MinimumExpanding);
    return label;
}

} // namespace

StateView::StateView(QWidget* parent)
    : QWidget(parent),
      m_glyph(new QWidget),
      m_title(centredLabel(TextLabel::Voice::Section)),
      m_text(centredLabel(TextLabel::Voice::Quiet)),
      m_command(
          new CopyField(tr("Command", "accessible name of a command line that can be copied"), tr("Copy the command"))),
      m_footnote(centredLabel(TextLabel::Voice::Small)),
      m_button(new QPushButton)
{
    m_glyph->setFixedSize(kGlyphSize, kGlyphSize);
    m_command->setFixedWidth(kTextWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(Theme::kSmall);
    layout->addStretch(2);
    layout->addWidget(m_glyph, 0, Qt::AlignHCenter);
    layout->addSpacing(Theme::kSmall);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_text, m_command, m_footnote})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addSpacing(Theme::kSmall);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &StateView::buttonClicked);
}

void StateView::setContent(const Content& content)
{
    m_content = content;
    m_title->setText(content.title);
    m_text->setText(breakable(content.text));
    m_text->setVisible(!content.text.isEmpty());
    m_command->setText(content.command);
    m_command->setVisible(!content.command.isEmpty());
    m_footnote->setText(content.footnote);
    m_footnote->setVisible(!content.footnote.isEmpty());
    m_button->setText(content.buttonText);
    m_button->setVisible(!content.buttonText.isEmpty());
    update();
}

void StateView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintGlyph(painter, m_content.glyph, m_glyph->geometry(), Theme::quietText(palette()));
}

} // namespace lanyard
