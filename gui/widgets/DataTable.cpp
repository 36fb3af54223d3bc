#include "gui/widgets/DataTable.h"

#include "gui/models/RowModel.h"
#include "gui/widgets/CellDelegate.h"
#include "gui/widgets/FlatHeader.h"
#include "gui/widgets/Theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QPainter>
#include <QSettings>

namespace lanyard {
namespace {

constexpr int kSmallestColumn = 8; ///< characters

} // namespace

DataTable::DataTable(const QString& id, const QString& name, QWidget* parent) : QTableView(parent), m_id(id)
{
    setAccessibleName(name);
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalHeader(new FlatHeader(this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setSortingEnabled(true);

    auto* copy = new QAction(tr("Copy cell"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &DataTable::copyCell);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    dress();
}

void DataTable::setUp(QAbstractItemModel* model, const std::vector<int>& widths, int sortColumn)
{
    setModel(model);
    sortByColumn(sortColumn, Qt::AscendingOrder);
    restoreColumns(widths);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &DataTable::saveColumns);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &DataTable::saveColumns);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DataTable::currentRowChanged);
}

void DataTable::setVisibleRows(int rows)
{
    setFixedHeight(horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() +
                   Theme::kSmall);
}

void DataTable::setPlaceholder(const QString& text)
{
    m_placeholder = text;
    viewport()->update();
}

void DataTable::ensureCurrentRow()
{
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
}

QString DataTable::currentKey() const
{
    return currentIndex().isValid() ? currentIndex().siblingAtColumn(0).data(KeyRole).toString() : QString();
}

void DataTable::copyCell() const
{
    if (currentIndex().isValid())
        QGuiApplication::clipboard()->setText(currentIndex().data().toString());
}

void DataTable::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        dress();
    QTableView::changeEvent(event);
}

/// The card behind shows through.
void DataTable::dress()
{
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::transparent);
    setPalette(palette);
    viewport()->setAutoFillBackground(false);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Theme::kMedium + 2);
}

void DataTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (m_placeholder.isEmpty() || !model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::quietText(QApplication::palette()));
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
}

void DataTable::restoreColumns(const std::vector<int>& widths)
{
    QHeaderView* header = horizontalHeader();
    const int character = fontMetrics().averageCharWidth();
    header->setMinimumSectionSize(kSmallestColumn * character + 2 * Theme::kSmall);
    for (int column = 0; column < static_cast<int>(widths.size()); ++column) {
        const int width = widths[static_cast<std::size_t>(column)];
        header->setSectionResizeMode(column, width == 0 ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (width > 0)
            header->resizeSection(column, width * character + 2 * Theme::kSmall);
    }
    header->restoreState(QSettings().value(QStringLiteral("columns/") + m_id).toByteArray());
}

void DataTable::saveColumns() const
{
    QSettings().setValue(QStringLiteral("columns/") + m_id, horizontalHeader()->saveState());
}

} // namespace lanyard
