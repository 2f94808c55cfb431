-- Open streams hear at once when whoever listens loses access. Columns that every request touches tell nobody.
CREATE TRIGGER service_token_notify AFTER UPDATE OF revoked_at OR DELETE ON service_token
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
CREATE TRIGGER session_notify AFTER UPDATE OF ended_at OR DELETE ON session
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
CREATE TRIGGER member_notify AFTER UPDATE OF role OR DELETE ON member
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
