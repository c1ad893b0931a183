#include "app/window/plot_menu.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileInfo>
#include <QMenu>

#include "widgets/kit/form/file_question.h"
#include "widgets/kit/plot/printed_plot.h"

namespace ptycho {

PlotMenu::PlotMenu(QWidget& below) : QObject(&below), m_below(below) { qApp->installEventFilter(this); }

bool PlotMenu::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ContextMenu) return false;
  auto* widget = qobject_cast<QWidget*>(watched);
  if (!widget || !m_below.isAncestorOf(widget)) return false;
  for (; widget && widget != &m_below; widget = widget->parentWidget()) {
    if (widget->contextMenuPolicy() != Qt::DefaultContextMenu) return false;  // it has a menu of its own
    auto* plot = dynamic_cast<PrintedPlot*>(widget);
    if (!plot) continue;
    show(*widget, *plot, static_cast<QContextMenuEvent*>(event)->globalPos());
    return true;
  }
  return false;
}

void PlotMenu::show(QWidget& widget, PrintedPlot& plot, const QPoint& where) {
  delete m_menu;
  m_menu = new QMenu(&widget);  // gone with the plot
  m_menu->setObjectName(QStringLiteral("plotMenu"));
  m_menu->setAttribute(Qt::WA_DeleteOnClose);
  m_menu->addAction(tr("Copy picture"), this, [this, &plot] {
    QGuiApplication::clipboard()->setImage(plot.picture());
    Q_EMIT noteGiven(tr("The plot's picture is in the clipboard."));
  });
  m_menu->addAction(tr("Save as figure …"), this, [this, &widget, &plot] { ask(widget, plot); });
  m_menu->popup(where);
}

void PlotMenu::ask(QWidget& widget, PrintedPlot& plot) {
  askForFile(&widget, m_dialog,
             {tr("Save plot"), tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"), QStringLiteral("pdf"), QStringLiteral("plot")},
             [this, &plot](const QString& file) {
               if (plot.exportTo(file)) return Q_EMIT noteGiven(tr("%1 is written.").arg(QFileInfo(file).fileName()));
               Q_EMIT errorFound(tr("%1 cannot be written; choose another folder, or a name that ends in pdf, svg or png.")
                                     .arg(QFileInfo(file).fileName()), file);
             });
}

}  // namespace ptycho
