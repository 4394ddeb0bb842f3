/**
 * Every table of a store, in the three kinds there are. The log is immutable; projections follow from it and are rebuilt by
 * replay; ordinary tables are changed together with an audit event. A table that is in none of these lists fails a test.
 */
export const TABLES = {
  log: ['event'],
  projections: ['redaction', 'head', 'piece', 'piece_number', 'day_count', 'piece_count', 'kept_file', 'piece_file', 'carrier_choice', 'task_run', 'disposed_file', 'signed_day', 'hold', 'redacted_piece', 'letter', 'book', 'book_line', 'book_file', 'article_number', 'waiting_count', 'handover', 'handover_piece', 'run', 'run_piece', 'exception', 'stock_take', 'stock_piece', 'stock_unknown', 'tracking_event', 'tracking_file', 'tracking_word', 'tracking_status', 'tracking_count', 'receipt', 'returned_letter', 'receipt_unmatched', 'receipt_page'],
  search: ['piece_digits', 'piece_ends', 'piece_words'],
  ordinary: ['device', 'setting', 'user', 'command_line_grant', 'department', 'mail_stop', 'person', 'delegate', 'absence', 'import', 'import_part', 'import_bad', 'import_before', 'import_mapping', 'own_number', 'saved_view', 'printer', 'print_job', 'task', 'addressee', 'fee', 'label_roll', 'own_serial', 'batch_mapping', 'batch', 'location', 'container', 'message', 'notice_watch', 'notice_mark', 'tracking_task', 'tracking_minute', 'tracking_asked', 'tracking_mapping', 'tracking_import', 'tracking_mail', 'scanner'],
} as const
