/**
 * What the law answers when it says no: one closed list of stable codes with their words.
 * The domain knows neither HTTP nor Temporal; each edge maps a code at its own door.
 */
export type Text = { readonly vi: string; readonly en: string };

/** Every code a person or program can meet. Each sentence says what to do next. Keep sorted by group. */
export const ERROR_TEXTS = {
  // decisions and tasks
  already_decided: {
    vi: 'Việc này đã được quyết định trước. Xem kết quả rồi chuyển sang việc khác.',
    en: 'Somebody decided this task first. See the outcome and move on.',
  },
  already_voted: {
    vi: 'Bạn đã cho ý kiến ở bước này. Ý kiến đã ghi vẫn giữ nguyên.',
    en: 'You have already answered in this stage. Your recorded answer stands.',
  },
  comments_unanswered: {
    vi: 'Còn góp ý chưa được trả lời. Tiếp thu hoặc giải trình từng góp ý rồi phê duyệt.',
    en: 'Some comments have no answer yet. Take each on or explain why not, then approve.',
  },
  comment_required: { vi: 'Nêu lý do khi trả lại hoặc không đồng ý.', en: 'Give a reason when returning or rejecting.' },
  key_reused: {
    vi: 'Khóa chống lặp đã dùng cho nội dung khác. Tạo khóa mới rồi gửi lại.',
    en: 'The idempotency key was used for other content. Make a new key and send again.',
  },
  not_eligible: {
    vi: 'Bạn không có quyền quyết định việc này. Xem mục “Vì sao” để biết ai có quyền.',
    en: 'You may not decide this task. See “why” for who may.',
  },
  not_found: { vi: 'Không tìm thấy, hoặc bạn không được xem mục này.', en: 'Not found, or you may not see it.' },
  review_closed: { vi: 'Việc rà soát đã kết thúc.', en: 'The review has ended.' },
  stage_closed: { vi: 'Bước này đã khép lại. Xem kết quả của bước.', en: 'This stage has closed. See its outcome.' },
  stale_content: {
    vi: 'Nội dung đã thay đổi so với bản bạn xem. Đọc phần khác biệt rồi quyết định lại.',
    en: 'The content changed since you saw it. Read the difference and decide again.',
  },
  verdict_not_allowed: {
    vi: 'Bước này không nhận loại ý kiến đó. Chọn một ý kiến trong danh sách.',
    en: 'This stage does not take that verdict. Choose one from the list.',
  },
  nothing_changed: { vi: 'Bản gửi lên không khác bản hiện tại.', en: 'What you sent does not differ from the present version.' },
  return_target_invalid: { vi: 'Chọn bước nhận lại trong danh sách cho phép.', en: 'Choose a stage to return to from the list.' },
  round_budget_spent: { vi: 'Đã hết số vòng trả lại của bước này. Đồng ý hoặc không đồng ý.', en: 'This stage has no return rounds left. Approve or reject.' },
  proposal_locked: { vi: 'Phương án chỉ sửa được khi đang ở bước đánh giá.', en: 'The proposal can be edited only while it is being assessed.' },
  proposal_empty: {
    vi: 'Phương án chưa có nội dung cắt giảm nào. Thêm ít nhất một nội dung rồi gửi.',
    en: 'The proposal has no change yet. Add at least one, then submit.',
  },
  route_has_no_holder: {
    vi: 'Chưa có ai giữ vai trò mà quy trình cần. Bổ nhiệm người rồi thử lại.',
    en: 'Nobody holds a role this route needs. Appoint someone, then try again.',
  },
  holders_excluded: {
    vi: 'Mọi người giữ vai trò này đều vướng quy định tách bạch trách nhiệm ở bước này. Chọn vai trò khác.',
    en: 'Separation of duties keeps out everybody who holds this post. Choose another post.',
  },
  reviewer_not_here: {
    vi: 'Bước soạn thảo do một mình tác giả làm nên không thêm người cho ý kiến. Giao lại nếu cần người khác.',
    en: 'An author works alone, so nobody is added to this stage. Reassign it if somebody else should write.',
  },
  step_up_required: {
    vi: 'Bước này cần xác nhận danh tính ở mức cao hơn. Nhập mã gửi qua thư hoặc đăng nhập để quyết định.',
    en: 'This stage needs a stronger proof of identity. Enter the mailed code or sign in to decide.',
  },
  review_open_already: {
    vi: 'Thủ tục này đang có một việc rà soát chưa kết thúc. Kết thúc việc đó trước.',
    en: 'This procedure already has an open review. End that one first.',
  },
  test_clock_locked: { vi: 'Đồng hồ thử chỉ dùng cho bản demo và kiểm thử.', en: 'The test clock works in demo and tests only.' },
  fuse_whole: { vi: 'Thang đôn đốc không bị giữ lại. Không cần mở lại.', en: 'The ladder is not being held. There is nothing to release.' },
  campaign_empty: { vi: 'Đợt rà soát chưa có thủ tục nào. Chọn ít nhất một thủ tục.', en: 'The campaign names no procedure. Choose at least one.' },
  unit_unknown: { vi: 'Không có đơn vị mang mã này. Kiểm tra mã đơn vị.', en: 'No unit has this code. Check the unit code.' },
  stale_run: { vi: 'Lượt chạy này đã được thay bằng lượt mới.', en: 'This run has been replaced by a newer one.' },
  campaign_closed: { vi: 'Đợt rà soát đã kết thúc.', en: 'The campaign has ended.' },
  absence_invalid: {
    vi: 'Người làm thay phải là người khác và còn hoạt động. Chọn lại người làm thay.',
    en: 'The substitute must be somebody else with an active account. Choose another.',
  },
  delegation_cycle: {
    vi: 'Hai người không thể ủy quyền hoặc làm thay cho nhau cùng lúc. Chọn người khác hoặc đổi ngày.',
    en: 'Two people cannot stand in for each other at the same time. Choose somebody else or other dates.',
  },
  delegation_invalid: {
    vi: 'Chỉ ủy quyền được vai trò mình đang giữ, cho người khác. Kiểm tra lại vai trò và người được ủy quyền.',
    en: 'One can delegate only a post one holds, to somebody else. Check the post and the delegate.',
  },
  dispute_not_open: {
    vi: 'Ý kiến này không còn ở trạng thái báo “không phải tôi” được. Tải lại trang.',
    en: 'This verdict cannot be disputed, or its dispute be settled, any more. Reload the page.',
  },
  nothing_to_recall: { vi: 'Việc này chưa có ý kiến nào để rút lại.', en: 'This task has no verdict to take back.' },
  override_never: { vi: 'Quy trình không cho phép bỏ qua tách bạch trách nhiệm ở bước này.', en: 'The route never lifts separation of duties at this stage.' },
  settled_by_silence: {
    vi: 'Đã hết thời hạn nên việc này được kết luận theo quy định. Xem kết quả của bước.',
    en: 'The term passed, so the rule itself settled this task. See the outcome of the stage.',
  },
  stage_not_reopenable: {
    vi: 'Bước này không mở lại được: đang mở, hoặc đã có vòng mới hơn.',
    en: 'This stage cannot be reopened: it is open, or has a newer round.',
  },
  claimed: {
    vi: 'Người khác đang nhận việc này. Chờ họ xong, hoặc để thủ trưởng nhận thay.',
    en: 'Somebody else has claimed this task. Wait, or let the head take it over.',
  },
  frozen: {
    vi: 'Việc rà soát đang tạm giữ vì có người báo một quyết định không phải của mình. Chờ xử lý xong.',
    en: 'The review is held: somebody disputes a decision made in his name. Wait until it is settled.',
  },
  second_person_needed: { vi: 'Việc này cần người thứ hai xác nhận, không phải người đã đề nghị.', en: 'This needs a second person, not the one who asked.' },
  request_unknown: { vi: 'Đề nghị này không còn chờ xử lý. Tải lại trang.', en: 'This request is no longer waiting. Reload the page.' },
  pause_ground_unknown: {
    vi: 'Lý do tạm dừng này không có trong quy trình. Chọn một lý do trong danh sách.',
    en: 'The route has no such ground for a pause. Choose one from the list.',
  },
  pause_on_fixed_date: { vi: 'Thời hạn là một ngày cố định nên không tạm dừng được.', en: 'The term is a fixed date and cannot be paused.' },
  pause_budget: { vi: 'Lý do này đã dùng hết số lần hoặc số ngày tạm dừng cho phép.', en: 'This ground has used up its pauses or its days.' },
  pause_end_required: { vi: 'Nêu ngày dự kiến chạy tiếp, sau thời điểm hiện tại.', en: 'Give the planned end of the pause, after now.' },
  already_due: {
    vi: 'Đã hết hạn nên không tạm dừng được. Có thể đề nghị gia hạn.',
    en: 'The term has passed, so it cannot be paused. You may ask for an extension.',
  },
  extend_budget: {
    vi: 'Bước này không còn được gia hạn: quá số lần hoặc quá tổng thời gian cho phép.',
    en: 'This stage cannot be extended further: too often, or too long in all.',
  },
  amount_invalid: { vi: 'Nhập một số nguyên trong khoảng cho phép.', en: 'Enter a whole number within the allowed range.' },
  track_step_invalid: {
    vi: 'Bước thực thi này chưa thể ghi lúc này. Chọn một bước trong danh sách.',
    en: 'This step of carrying out cannot be recorded now. Choose one from the list.',
  },
  evidence_required: {
    vi: 'Nêu số, ký hiệu văn bản và điều khoản làm minh chứng.',
    en: 'Give the number and symbol of the text, and the article, as evidence.',
  },
  date_invalid: { vi: 'Ngày không hợp lệ cho bước này. Kiểm tra lại ngày.', en: 'This date does not fit the step. Check it.' },
  version_moved: { vi: 'Việc đã được cập nhật. Tải lại rồi thử lần nữa.', en: 'The task has moved on. Reload and try again.' },
  // posts and accounts
  own_post: {
    vi: 'Không ai tự giao, tự thôi chức vụ hay tự khóa tài khoản của mình. Nhờ một quản trị khác.',
    en: 'Nobody gives himself a post, ends his own, or closes his own account. Ask another administrator.',
  },
  post_invalid: {
    vi: 'Không giao được chức vụ này: tài khoản đã khóa, hoặc đơn vị không tồn tại vào ngày bắt đầu.',
    en: 'The post cannot be given: the account is closed, or the unit does not exist on the first day.',
  },
  post_held: {
    vi: 'Người này đã giữ vai trò đó ở đơn vị đó trong các ngày ấy. Chọn ngày khác, hoặc thôi chức vụ cũ trước.',
    en: 'This person already holds that post on some of those days. Choose other days, or end the earlier one first.',
  },
  post_ended: { vi: 'Chức vụ này đã kết thúc rồi.', en: 'This post has ended already.' },
  account_closed: { vi: 'Tài khoản này đã khóa rồi.', en: 'This account is closed already.' },
  account_open: { vi: 'Tài khoản này đang mở.', en: 'This account is open.' },
  // routes as data
  route_changed: {
    vi: 'Dự thảo quy trình đã được sửa sau khi bạn xem. Tải lại, đọc phần khác rồi thử lại.',
    en: 'The draft route was edited after you saw it. Reload, read the difference and try again.',
  },
  route_invalid: {
    vi: 'Quy trình ghi chưa đúng cấu trúc. Sửa các chỗ được nêu rồi gửi lại.',
    en: 'The route is not well formed. Correct the named places and send again.',
  },
  route_not_approved: {
    vi: 'Bản dự thảo này chưa được người thứ hai duyệt, hoặc đã sửa sau khi duyệt. Nhờ duyệt lại rồi công bố.',
    en: 'No second person has approved this draft, or it was edited since. Have it approved, then publish.',
  },
  route_not_draft: {
    vi: 'Phiên bản này đã công bố nên không sửa được. Soạn phiên bản mới.',
    en: 'This version has been published and never changes. Draft a new version.',
  },
  route_not_published: { vi: 'Chỉ phiên bản đang công bố mới thôi áp dụng được.', en: 'Only a published version can be retired.' },
  route_not_submitted: {
    vi: 'Bản dự thảo này chưa được trình, hoặc đã sửa sau khi trình. Đợi người soạn trình lại.',
    en: 'This draft has not been submitted, or it was edited since. Wait until its author submits it again.',
  },
  route_refused: {
    vi: 'Quy trình có chỗ không chạy được nên chưa công bố. Sửa các chỗ được nêu rồi thử lại.',
    en: 'The route has parts that cannot work, so it was not published. Correct the named places and try again.',
  },
  route_warnings_open: {
    vi: 'Quy trình có cảnh báo chưa ai xác nhận. Đọc từng cảnh báo rồi xác nhận theo tên.',
    en: 'The route has warnings nobody has acknowledged. Read each and acknowledge it by name.',
  },
  // compliance cost
  cost_bad_document: {
    vi: 'Tệp chi phí không đúng cấu trúc. Xem đường dẫn nêu kèm rồi sửa.',
    en: 'The cost document has the wrong structure. Correct it at the path given.',
  },
  cost_bad_number: {
    vi: 'Không đọc được số này. Ghi số thường như 12.5 hoặc phân số như 85/29.',
    en: 'This is not a number. Write a plain number such as 12.5 or a fraction such as 85/29.',
  },
  cost_bad_path: {
    vi: 'Không có số liệu ở đường dẫn này. Chọn một đường dẫn có trong kết quả.',
    en: 'There is no figure at this path. Choose a path of the result.',
  },
  cost_bad_range: {
    vi: 'Khoảng giá trị không hợp lệ. Cận dưới không được lớn hơn cận trên, giá trị giữa phải nằm trong khoảng.',
    en: 'The range is not valid. The low end must not exceed the high end, and the point must lie between them.',
  },
  cost_conflicting_key: {
    vi: 'Cùng một khóa nhưng số liệu khác nhau. Thống nhất một bộ số liệu cho khóa này.',
    en: 'One key carries different amounts. Settle one set of amounts for this key.',
  },
  cost_conflicting_share: {
    vi: 'Các dòng cùng nhóm ghi tỷ lệ khác nhau. Dùng một tỷ lệ cho cả nhóm.',
    en: 'Lines of one group state different shares. Use one share for the whole group.',
  },
  cost_currency_mismatch: {
    vi: 'Hai bên khác loại tiền hoặc khác năm giá. Quy đổi theo tỷ giá có ngày rồi mới so sánh.',
    en: 'The two sides differ in currency or price year. Convert at a dated rate before comparing.',
  },
  cost_derivation_mismatch: {
    vi: 'Số ghi khác với cách tính đã nêu. Sửa số hoặc sửa cách tính.',
    en: 'The number differs from its stated derivation. Correct the number or the derivation.',
  },
  cost_division_by_zero: { vi: 'Phép tính chia cho 0. Kiểm tra số chia.', en: 'The calculation divides by 0. Check the divisor.' },
  cost_duplicate_id: { vi: 'Mã dòng bị trùng. Mỗi dòng cần một mã riêng.', en: 'A line id occurs twice. Give each line an id of its own.' },
  cost_missing_field: { vi: 'Thiếu một mục bắt buộc. Bổ sung mục nêu ở đường dẫn.', en: 'A required field is missing. Add the field named by the path.' },
  cost_negative_value: {
    vi: 'Thời gian và chi phí không được âm. Nhập từ 0 trở lên; phần giảm do máy tự tính.',
    en: 'Time and cost cannot be negative. Enter 0 or more; the difference is computed.',
  },
  cost_scale_contradiction: {
    vi: 'Đơn vị ở đầu bảng mâu thuẫn với tổng. Kiểm tra đồng, nghìn đồng hay triệu đồng.',
    en: 'The scale in the table header contradicts the total. Check units, thousands or millions.',
  },
  cost_share_out_of_range: { vi: 'Tỷ lệ phải từ 0 đến 1 (0% đến 100%).', en: 'A share must lie between 0 and 1 (0% to 100%).' },
  cost_sheet_missing: {
    vi: 'Chưa có bảng tính chi phí nào được chốt ở mốc này. Chọn mốc khác, hoặc nhập bảng trước.',
    en: 'No cost sheet is frozen at this point. Choose another, or enter the sheet first.',
  },
  cost_tariff_overlap: {
    vi: 'Thời gian áp dụng trùng với một bảng đã duyệt cùng loại, cùng phạm vi. Đổi ngày áp dụng.',
    en: 'The period overlaps an approved table of the same kind and scope. Change its dates.',
  },
  cost_tariff_unapproved: {
    vi: 'Bảng này chưa được người thứ hai duyệt nên chưa dùng được. Nhờ duyệt trước.',
    en: 'No second person has approved this table, so it cannot be used yet. Have it approved first.',
  },
  cost_two_rates_for_role: {
    vi: 'Một vai trò có hai mức thu nhập trong cùng một trạng thái. Giữ lại một mức.',
    en: 'One role has two rates in one state. Keep one rate.',
  },
  cost_unknown_kind: {
    vi: 'Không biết loại bài tính này. Chọn một loại trong tài liệu của lệnh.',
    en: 'This kind of case is unknown. Choose one from the documentation of the command.',
  },
  cost_unknown_line: {
    vi: 'Nội dung cắt giảm nhắc tới một dòng không có trong bảng. Chọn lại dòng.',
    en: 'A change names a line that the sheet lacks. Choose the line again.',
  },
  cost_unknown_policy: {
    vi: 'Không có quy tắc làm tròn này. Chọn một tên trong danh sách.',
    en: 'There is no such rounding policy. Choose a name from the list.',
  },
  cost_wrong_unit: { vi: 'Sai đơn vị cho ô này. Đổi về đơn vị nêu kèm.', en: 'The unit is wrong for this field. Convert to the unit given.' },
  // procedures: their content and the changes proposed to it
  change_conflict: {
    vi: 'Hai nội dung sửa cùng một chỗ, hoặc chỗ này đã khác so với khi soạn. Mở mục được nêu, chọn một nội dung rồi lưu lại.',
    en: 'Two changes touch the same place, or it has changed since the proposal was written. Open the named part, keep one change and save again.',
  },
  change_item_invalid: { vi: 'Nội dung cắt giảm ghi chưa đúng. Sửa mục được nêu.', en: 'The change item is not well formed. Correct the named part.' },
  change_nothing: {
    vi: 'Nội dung cắt giảm chưa nêu thay đổi nào. Thêm ít nhất một thay đổi.',
    en: 'The change item changes nothing. Add at least one change.',
  },
  change_provision_missing: {
    vi: 'Chưa nêu văn bản, điều khoản phải sửa. Bổ sung văn bản phải sửa.',
    en: 'The text and article to amend are not named. Name them.',
  },
  change_reason_missing: { vi: 'Chưa nêu lý do cắt giảm. Ghi lý do.', en: 'The reason for the change is missing. State it.' },
  change_target_unknown: {
    vi: 'Không tìm thấy mục cần sửa trong bản thủ tục này. Kiểm tra lại mục được nêu.',
    en: 'The part to change does not exist in this version. Check the named part.',
  },
  change_track_not_allowed: {
    vi: 'Tỉnh không tự quyết được quy định của luật, nghị định, thông tư, trừ việc tự rút ngắn thời gian. Chọn tuyến HĐND tỉnh hoặc kiến nghị bộ.',
    en: 'The province cannot decide a rule set by law, decree or circular, except shortening time by own commitment. Choose the council or ministry track.',
  },
  change_type_mismatch: {
    vi: 'Thay đổi không thuộc loại cắt giảm đã chọn. Chọn lại loại hoặc sửa nội dung.',
    en: 'The changes do not belong to the chosen type. Choose another type or correct the changes.',
  },
  change_value_invalid: {
    vi: 'Nội dung mới không hợp với mục cần sửa. Nhập lại theo mẫu của mục đó.',
    en: 'The new value does not fit the part it replaces. Enter it in that part’s form.',
  },
  content_control_character: {
    vi: 'Có ký tự điều khiển hoặc ký tự hỏng. Xóa ký tự đó rồi nhập lại.',
    en: 'There is a control or broken character. Remove it and enter the text again.',
  },
  content_field_missing: { vi: 'Thiếu mục bắt buộc. Nhập mục được nêu.', en: 'A required part is missing. Enter the named part.' },
  content_field_unknown: { vi: 'Mục này không có trong mẫu. Kiểm tra tên mục hoặc bỏ đi.', en: 'There is no such part. Check its name or leave it out.' },
  content_field_wrong: {
    vi: 'Giá trị không đúng dạng của mục. Nhập lại theo mẫu.',
    en: 'The value has the wrong form for this part. Enter it as the template shows.',
  },
  content_id_repeated: { vi: 'Hai dòng cùng một mã nội bộ. Đổi một mã.', en: 'Two rows carry the same id. Change one.' },
  content_too_long: { vi: 'Nội dung quá dài. Rút gọn hoặc tách ra.', en: 'The text is too long. Shorten or split it.' },
  content_too_many: { vi: 'Quá nhiều dòng trong một mục (tối đa 500). Tách bớt.', en: 'Too many rows in one part (at most 500). Split it.' },
  // imported files
  import_channel_assumed: {
    vi: 'Danh sách không có cột cách thức thực hiện: tạm ghi thời hạn, phí vào cách nộp trực tiếp. Kiểm tra lại.',
    en: 'The list has no column for the way to apply: time and fee are put under “in person” for now. Please check.',
  },
  import_code_missing: {
    vi: 'Thiếu mã thủ tục. Điền mã dạng 1.004194 rồi nhập lại dòng này.',
    en: 'The procedure code is missing. Enter it like 1.004194 and import the row again.',
  },
  import_code_repaired: {
    vi: 'Mã bị Excel đổi thành số; đã đọc lại thành mã thủ tục. Kiểm tra và định dạng cột mã là Văn bản.',
    en: 'Excel had turned the code into a number; it was read back as a code. Check it and format the column as Text.',
  },
  import_code_wrong: {
    vi: 'Mã thủ tục không đúng mẫu d.dddddd (ví dụ 1.004194). Sửa mã rồi nhập lại dòng này.',
    en: 'The procedure code is not of the form d.dddddd (such as 1.004194). Correct it and import the row again.',
  },
  import_columns_too_many: {
    vi: 'Tệp có quá 200 cột. Xóa cột thừa rồi nhập lại.',
    en: 'The file has more than 200 columns. Delete the surplus columns and import again.',
  },
  import_csv_broken: {
    vi: 'Không đọc được CSV (thường do thiếu dấu ngoặc kép đóng). Sửa dòng được nêu hoặc lưu lại dạng .xlsx.',
    en: 'The CSV cannot be read (often a missing closing quote). Correct the named line or save as .xlsx.',
  },
  import_date_wrong: { vi: 'Ngày không đúng dạng dd/MM/yyyy. Sửa lại ngày.', en: 'The date is not in the form dd/MM/yyyy. Correct it.' },
  import_district_level: {
    vi: 'Cấp huyện không còn từ 01/7/2025. Chuyển thủ tục về cấp tỉnh hoặc cấp xã.',
    en: 'The district tier ended on 1 July 2025. Move the procedure to the province or commune tier.',
  },
  import_duplicate_code: {
    vi: 'Mã thủ tục đã có ở dòng trước của tệp. Giữ một dòng, xóa dòng còn lại.',
    en: 'The code already stands in an earlier row of the file. Keep one row and delete the other.',
  },
  import_duration_unread: {
    vi: 'Không đọc được thời hạn. Ghi dạng “07 ngày làm việc”.',
    en: 'The time limit cannot be read. Write it like “07 ngày làm việc”.',
  },
  import_empty_file: { vi: 'Tệp rỗng. Chọn lại tệp có dữ liệu.', en: 'The file is empty. Choose a file with data.' },
  import_fee_unread: {
    vi: 'Không đọc được mức phí. Ghi dạng “100.000 đồng” hoặc “Miễn phí”.',
    en: 'The fee cannot be read. Write it like “100.000 đồng” or “Miễn phí”.',
  },
  import_format_unknown: {
    vi: 'Không nhận ra loại tệp. Dùng .xlsx, .csv hoặc JSON của Cổng DVC hay của TinhGọn.',
    en: 'The kind of file is not known. Use .xlsx, .csv, or JSON of the national portal or of TinhGọn.',
  },
  import_header_missing: {
    vi: 'Không tìm thấy dòng tiêu đề có cột mã và tên thủ tục trong 30 dòng đầu. Thêm tiêu đề “Mã TTHC”, “Tên TTHC”.',
    en: 'No header row with code and name columns in the first 30 rows. Add headers “Mã TTHC” and “Tên TTHC”.',
  },
  import_json_broken: {
    vi: 'Tệp JSON bị hỏng hoặc bị cắt cụt. Tải lại tệp gốc rồi nhập lại.',
    en: 'The JSON is broken or cut off. Fetch the original file again and import it.',
  },
  import_legacy_font: {
    vi: 'Chữ dùng bảng mã cũ (TCVN3 .VnTime hoặc VNI). Chuyển sang Unicode rồi nhập lại dòng này.',
    en: 'The text uses an old encoding (TCVN3 .VnTime or VNI). Convert it to Unicode and import the row again.',
  },
  import_level_unknown: {
    vi: 'Không nhận ra cấp thực hiện. Ghi Bộ, Tỉnh, Xã hoặc Cơ quan khác.',
    en: 'The level is not known. Write Bộ, Tỉnh, Xã or Cơ quan khác.',
  },
  import_name_missing: { vi: 'Thiếu tên thủ tục. Điền tên rồi nhập lại dòng này.', en: 'The procedure name is missing. Enter it and import the row again.' },
  import_not_text: {
    vi: 'Tệp chứa byte NUL: không phải tệp văn bản. Lưu lại dạng .xlsx, hoặc CSV/JSON mã UTF-8.',
    en: 'The file holds NUL bytes: it is not a text file. Save it as .xlsx, or CSV/JSON in UTF-8.',
  },
  import_number_ambiguous: {
    vi: 'Số viết có thể hiểu hai cách (1.5 hay 1,5). Ghi lại cho rõ; số này chưa được nhập.',
    en: 'The number can be read in two ways (1.5 or 1,5). Write it clearly; it was not taken over.',
  },
  import_parts_missing: {
    vi: 'Chưa đủ các bộ phận bắt buộc của thủ tục. Bổ sung trước khi rà soát.',
    en: 'Mandatory parts of the procedure are missing. Complete them before the review.',
  },
  import_record_wrong: {
    vi: 'Bản ghi có mục sai. Sửa mục được nêu rồi nhập lại bản ghi này.',
    en: 'The record has a wrong part. Correct the named part and import the record again.',
  },
  import_sheet_missing: {
    vi: 'Không có trang tính này trong tệp. Chọn một trang có trong danh sách.',
    en: 'The file has no such sheet. Choose one that exists.',
  },
  import_too_large: {
    vi: 'Tệp lớn hơn 10 MB. Tách tệp hoặc xóa hình, định dạng thừa rồi nhập lại.',
    en: 'The file is larger than 10 MB. Split it, or remove pictures and surplus formatting.',
  },
  import_too_many_rows: {
    vi: 'Tệp có quá 20.000 dòng. Tách tệp rồi nhập từng phần.',
    en: 'The file has more than 20,000 rows. Split it and import the parts.',
  },
  import_unpacks_too_large: {
    vi: 'Nội dung giải nén vượt 100 MB: không mở. Lưu lại tệp chỉ với dữ liệu cần nhập.',
    en: 'The content unpacks to more than 100 MB and was not opened. Save the file with only the data to import.',
  },
  import_wrong_encoding: {
    vi: 'Tệp không ở mã UTF-8. Mở tệp, chọn Lưu dưới dạng “CSV UTF-8” (hoặc JSON UTF-8, .xlsx) rồi nhập lại.',
    en: 'The file is not UTF-8. Open it, save as “CSV UTF-8” (or JSON UTF-8, .xlsx) and import again.',
  },
  import_xls_refused: { vi: 'Tệp .xls đời cũ không được nhận. Lưu lại dạng .xlsx.', en: 'Old .xls files are not taken. Save the file as .xlsx.' },
  import_xlsx_broken: {
    vi: 'Tệp .xlsx bị hỏng, bị cắt cụt hoặc có mật khẩu. Mở bằng Excel, lưu lại rồi nhập.',
    en: 'The .xlsx is broken, cut off or protected by a password. Open it in Excel, save it again and import.',
  },
  // calendars and terms
  calendar_alternative_unknown: {
    vi: 'Tệp lịch không có phương án đó. Chọn một phương án có trong tệp.',
    en: 'The calendar file has no such alternative. Choose one that it lists.',
  },
  calendar_file_invalid: {
    vi: 'Tệp lịch làm việc có chỗ chưa đúng. Sửa chỗ được nêu rồi thử lại.',
    en: 'The calendar file is not right. Mend the named place and try again.',
  },
  calendar_missing: {
    vi: 'Không có lịch làm việc mang mã đó. Chọn một mã có trong danh sách.',
    en: 'There is no working calendar of that id. Choose one from the list.',
  },
  calendar_unknown: {
    vi: 'Lịch làm việc chưa có ngày cần tính. Nạp lịch của năm đó rồi tính lại.',
    en: 'The working calendar does not know a date it needs. Load the calendar of that year and count again.',
  },
  fixed_date_immovable: {
    vi: 'Thời hạn là ngày cố định thì không tạm dừng, gia hạn hay điều chỉnh được. Đổi chính ngày đó theo căn cứ mới.',
    en: 'A fixed date cannot be paused, extended or adjusted. Change the date itself on its new legal basis.',
  },
  ledger_invalid: {
    vi: 'Sổ tạm dừng, gia hạn có chỗ chưa đúng. Sửa mục được nêu rồi thử lại.',
    en: 'The ledger of pauses and extensions is not right. Mend the named entry and try again.',
  },
  limit_invalid: { vi: 'Thời hạn phải là số nguyên từ 1 trở lên. Sửa lại số.', en: 'A limit is a whole number of at least 1. Correct the number.' },
  // requests at the edge
  body_too_large: { vi: 'Nội dung gửi lên quá lớn. Rút gọn hoặc chia thành nhiều lần.', en: 'What you sent is too large. Shorten it or send it in parts.' },
  cursor_invalid: {
    vi: 'Con trỏ trang không thuộc danh sách hoặc bộ lọc này. Tải lại từ trang đầu.',
    en: 'The cursor does not belong to this list or filter. Start again from the first page.',
  },
  idempotency_key_invalid: {
    vi: 'Khóa chống lặp phải dài 8–100 ký tự, chỉ gồm chữ không dấu, số, “-” và “_”.',
    en: 'An Idempotency-Key has 8–100 characters: letters, digits, “-” and “_”.',
  },
  idempotency_key_missing: {
    vi: 'Thiếu khóa chống lặp. Gửi kèm tiêu đề Idempotency-Key, giữ nguyên khi gửi lại.',
    en: 'The Idempotency-Key header is missing. Send one and keep it when you retry.',
  },
  if_match_missing: {
    vi: 'Thiếu tiêu đề If-Match. Mở lại mục này để lấy phiên bản, rồi gửi kèm.',
    en: 'The If-Match header is missing. Read the item again for its version and send it along.',
  },
  internal_error: {
    vi: 'Hệ thống gặp lỗi ngoài dự kiến. Thử lại; nếu vẫn lỗi, báo quản trị kèm mã yêu cầu.',
    en: 'Something unexpected went wrong. Try again; if it stays, tell the administrator the request id.',
  },
  malformed_json: {
    vi: 'Nội dung gửi lên không phải JSON đúng. Kiểm tra dấu ngoặc, dấu phẩy và mã UTF-8.',
    en: 'The body is not well-formed JSON. Check brackets, commas and UTF-8.',
  },
  malformed_request: {
    vi: 'Không đọc được yêu cầu. Kiểm tra địa chỉ và tiêu đề rồi gửi lại.',
    en: 'The request cannot be read. Check its address and headers and send it again.',
  },
  media_type_unsupported: {
    vi: 'Kiểu nội dung không nhận. Gửi application/json, hoặc multipart/form-data khi tải tệp.',
    en: 'This content type is not taken. Send application/json, or multipart/form-data for a file.',
  },
  method_not_allowed: {
    vi: 'Địa chỉ này không nhận phương thức đó. Xem tài liệu API.',
    en: 'This address does not take that method. See the API documentation.',
  },
  not_permitted: { vi: 'Bạn chưa có quyền làm việc này. Quyền còn thiếu được nêu kèm.', en: 'You may not do this. The missing right is named.' },
  origin_refused: {
    vi: 'Yêu cầu đến từ trang khác nên bị từ chối. Mở TinhGọn rồi thao tác lại.',
    en: 'The request came from another site and was refused. Open TinhGọn and act there.',
  },
  parameter_invalid: { vi: 'Tham số chưa đúng. Sửa tham số được nêu rồi gửi lại.', en: 'A parameter is not valid. Correct the named one and send again.' },
  parameter_unknown: {
    vi: 'Có tham số không thuộc địa chỉ này. Bỏ tham số được nêu hoặc sửa tên.',
    en: 'There is a parameter this address does not know. Remove it or correct its name.',
  },
  route_unknown: {
    vi: 'Không có địa chỉ này. Xem danh sách địa chỉ trong tài liệu API.',
    en: 'There is no such address. See the list in the API documentation.',
  },
  sign_in_failed: { vi: 'Tên đăng nhập hoặc mật khẩu chưa đúng.', en: 'The login or the password is wrong.' },
  sign_in_required: {
    vi: 'Bạn chưa đăng nhập hoặc phiên đã hết. Đăng nhập rồi thử lại.',
    en: 'You are not signed in, or the session has ended. Sign in and try again.',
  },
  store_unavailable: {
    vi: 'Hệ thống đang bận hoặc tạm ngắt kho dữ liệu. Chờ vài giây rồi gửi lại với cùng khóa.',
    en: 'The system is busy or its store is away for a moment. Wait a few seconds and send again with the same key.',
  },
  token_invalid: {
    vi: 'Mã truy cập API không đúng, đã hết hạn hoặc đã thu hồi. Tạo mã mới.',
    en: 'The API token is wrong, expired or revoked. Make a new one.',
  },
  too_many_requests: {
    vi: 'Quá nhiều yêu cầu trong thời gian ngắn. Chờ theo Retry-After rồi thử lại.',
    en: 'Too many requests in a short time. Wait as Retry-After says and try again.',
  },
  validation_failed: { vi: 'Dữ liệu chưa hợp lệ. Sửa các trường được nêu rồi gửi lại.', en: 'The data is not valid. Correct the named fields and send again.' },
} as const satisfies Record<string, Text>;

export type ErrorCode = keyof typeof ERROR_TEXTS;

/** A refusal by the law. The caller must act; trying again unchanged gives the same answer. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: ErrorCode,
    /** Facts the caller may see (the winner, the difference, the field), plain JSON. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}
